"""The language of a note, told by script, by small words, or by the model."""

import pytest

from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We met on Monday and talked about the plan for the next release.", "en"),
        ("Wir haben am Montag über den Plan für die nächste Woche gesprochen, und es war gut.", "de"),
        ("Nous avons parlé du plan pour la semaine prochaine et de la fête.", "fr"),
        ("Hemos hablado del plan para la próxima semana y de la fiesta.", "es"),
        ("Abbiamo parlato del piano per la prossima settimana e della festa.", "it"),
        ("Spotkaliśmy się w poniedziałek, żeby omówić plan następnego wydania.", "pl"),
        ("Мы встретились в понедельник и обсудили план следующего выпуска.", "ru"),
        ("今天我们讨论了下一个版本的计划。", "zh"),
        ("今日は次のリリースの計画について話し合いました。", "ja"),
        ("오늘 우리는 다음 출시 계획에 대해 이야기했습니다.", "ko"),
        ("## 用 Docker 部署\n\n使用 `docker compose up` 启动服务，然后检查 log 文件。", "zh"),
        ("วันนี้ซ่อมจักรยานที่ร้าน", "th"),
        ("ຕະຫຼາດ", "lo"),
        ("चाबी", "hi"),
        ("চাবি", "bn"),
        ("موعد السباك", "ar"),
        ("چابی گملے کے نیچے ہے۔", "ur"),
        ("کلید زیر گلدان است", "fa"),
        ("הספר על השולחן", "he"),
        ("Το κλειδί", "el"),
        ("The word चाबी is the Hindi word for a key, and that is all of it.", "en"),
        ("ok", "en"),
        ("12:30 ---", "en"),
        ("```\nder die das und ist nicht mit für ein eine\n```\n\nThis is the text and it is in English.", "en"),
    ],
)
def test_language(text, name):
    assert parse_note("a.md", text, 0, ChunkSizes(), estimate_tokens).language == name
