"""``assistant classify`` over 35 sentences of three kinds: how many get their label, alone and with ``--multi``.

Usage: python benchmarks/labels.py --model PATH
"""

import argparse
from pathlib import Path

from assistant.engines.llama_chat import LlamaChat
from assistant.prompts import load_prompt
from assistant.structured.classify import Classifier

PROMPT = Path(__file__).parents[1] / "prompts/classify/1.md"
TOPICS = {
    "sports": [
        "The striker scored twice in the final and the team won the cup.",
        "She ran the marathon in under three hours.",
        "The goalkeeper was injured in training.",
    ],
    "business": [
        "The central bank raised interest rates and shares fell.",
        "The company reported a profit of 3 million euros.",
        "Oil prices rose while the market closed lower.",
    ],
    "technology": [
        "The new phone has a faster chip and a better camera.",
        "Researchers trained a neural network on a cluster of computers.",
        "The update fixes a bug in the operating system.",
    ],
    "politics": [
        "Parliament voted on the law after the minister resigned.",
        "The president met the chancellor to talk about the treaty.",
        "Voters go to the polls on Sunday.",
    ],
    "cooking": [
        "Mix the flour with eggs and bake it for thirty minutes.",
        "Add garlic, salt and olive oil to the soup.",
        "Roast the chicken with lemon and thyme.",
    ],
}
MOODS = {
    "positive": [
        "What a wonderful day, I loved every minute of it!",
        "Best purchase I have made in years.",
        "The hotel was clean, quiet and friendly.",
        "Great work, thank you so much!",
        "The concert was amazing.",
    ],
    "negative": [
        "The food was cold and the waiter was rude.",
        "I am so disappointed, it broke after a day.",
        "A boring film, a waste of time.",
        "I hate waiting and nobody answered my calls.",
        "Terrible service, never again.",
    ],
}
LETTERS = {
    "work": ["Please send the quarterly report to the client by Friday.", "The sprint review is moved to 3 pm."],
    "family": ["Hi Anna, shall we have dinner with grandma on Sunday?", "Mum asked whether the kids can stay over."],
    "bills": ["Your invoice of 43 euros is due on 15 June.", "The rent was debited from your account."],
    "health": ["Dr. Meyer can see you on Tuesday about your knee.", "Take two tablets a day after meals."],
    "travel": ["The flight to Lisbon leaves at 7:40 from gate B12.", "I booked the hotel and a rental car."],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    chat = LlamaChat(parser.parse_args().model, name="labels")
    for name, texts in (("topics", TOPICS), ("moods", MOODS), ("letters", LETTERS)):
        cases = [(text, label) for label, of in texts.items() for text in of]
        one = Classifier(chat, load_prompt(PROMPT), list(texts))
        several = Classifier(chat, load_prompt(PROMPT), list(texts), multi=True)
        right = sum(one.run(text)[0].name == label for text, label in cases)
        fitting = [([found.name for found in several.fitting(several.run(text))], label) for text, label in cases]
        found = sum(label in labels for labels, label in fitting)
        others = sum(len(set(labels) - {label}) for labels, label in fitting)
        print(f"{name:8} {right} of {len(cases)} right; with --multi {found} found, {others} others beside them")
    chat.close()


if __name__ == "__main__":
    main()
