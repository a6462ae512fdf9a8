"""``assistant eval calibrate``: fit the probability that an answer is right, and keep it for ``ask``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.eval.home import asking, home, indexed, load_answers
from assistant.cli.eval.options import AsJson, Limit
from assistant.cli.progress import stages
from assistant.cli.session import Session
from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.answer.confidence.model import ConfidenceModel
    from assistant.evals.calibrate import Calibration, Example


def calibrate(
    context: typer.Context,
    datasets: Annotated[
        list[Path] | None, typer.Argument(metavar="DATASET...", help="SQuAD .json, or JSON lines over --notes.")
    ] = None,
    results: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="FILE", help="Results of: eval answers --min-confidence 0 --out FILE"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The model; else where ask looks for it.")
    ] = None,
    risk: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of answers that may be wrong; else right outweighs wrong.")
    ] = None,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """Ask test sets without holding anything back, and fit confidence to what was right. More sets make one model.

    Example: assistant eval calibrate questions.jsonl --notes notes
    """
    from assistant.answer.confidence.model import FILE_NAME
    from assistant.evals.calibrate import calibrate as fitted
    from assistant.evals.calibrate import read_examples
    from assistant.settings.paths import write_private

    if not (datasets or results):
        raise UsageError("name a test set", hint="assistant eval calibrate DATASET, or --from RESULTS")
    session = Session.of(context)
    examples = [example for file in results or () for example in read_examples(file)]
    for file in datasets or ():
        examples += _asked(session, file, limit)
    calibration = fitted(examples, risk)
    model = _model(calibration)
    path = out or session.paths.config / FILE_NAME
    write_private(path.absolute(), model.to_json())
    if as_json:
        _print_json(session, calibration, path)
    else:
        _print(session, calibration, path)


def _asked(session: Session, file: Path, limit: int | None) -> "list[Example]":
    from assistant.evals.answers import run
    from assistant.evals.calibrate import examples_of

    dataset = load_answers(session, file)
    dataset = dataset.sample(limit) if limit else dataset
    results = []
    with home(None) as place, stages(session.output) as progress:
        app = indexed(session.app, dataset.corpus, place, progress)
        with asking(app, 0.0) as ask:
            for done, result in enumerate(run(dataset, ask, app.folder), start=1):
                results.append(result)
                progress("asking", done, len(dataset.questions))
    return examples_of(results, dataset.name, dataset.sha256)


def _model(calibration: "Calibration") -> "ConfidenceModel":
    from assistant.answer.confidence.model import ConfidenceModel, FittedOn

    fit = calibration.fit
    return ConfidenceModel(
        features=fit.features,
        weights=fit.weights,
        bias=fit.bias,
        means=fit.means,
        scales=fit.scales,
        threshold=calibration.chosen.threshold,
        datasets=tuple(FittedOn(s.dataset, s.sha256, s.answers) for s in calibration.sets),
        fitted_at=datetime.now(UTC).date().isoformat(),
    )


def _print_json(session: Session, calibration: "Calibration", path: Path) -> None:
    from assistant.cli.schemas.eval_answers import CalibrateReport

    fit = calibration.fit
    report = CalibrateReport(
        path=str(path),
        answers=sum(one.answers for one in calibration.sets),
        weights=dict(zip(fit.features, fit.weights, strict=True)),
        penalty=calibration.penalty,
        log_loss=calibration.log_loss,
        ece=calibration.ece,
        adaptive_ece=calibration.adaptive_ece,
        threshold=calibration.chosen.threshold,
        chosen=calibration.chosen,
        reliability=list(calibration.reliability),
        sets=list(calibration.sets),
    )
    session.output.json(report)


def _print(session: Session, calibration: "Calibration", path: Path) -> None:
    line, fit, chosen = session.output.line, calibration.fit, calibration.chosen
    for one in calibration.sets:
        line(f"{one.dataset}: {one.answers} answers, {one.right:.3f} right, ECE {one.ece:.3f}")
    line(
        f"cross-validated: ECE {calibration.ece:.3f} (adaptive {calibration.adaptive_ece:.3f}),"
        f" log loss {calibration.log_loss:.3f}, penalty {calibration.penalty:g}"
    )
    line("confidence  answers   mean  right")
    for b in calibration.reliability:
        line(f"{b.low:.1f} to {b.high:.1f}  {b.answers:>7}  {b.confidence:.3f}  {b.right:.3f}")
    width = max(map(len, fit.features))
    for name, weight in sorted(zip(fit.features, fit.weights, strict=True), key=lambda pair: -abs(pair[1])):
        line(f"{name:<{width}}  {weight:+.3f}")
    line(f"answers from {chosen.threshold:.3f} on: {chosen.coverage:.3f} given, {chosen.risk:.3f} of them wrong")
    line(f"wrote {path}")
