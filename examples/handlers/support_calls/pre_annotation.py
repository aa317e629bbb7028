"""Makes a transcribed support call into what workers see.

A line of the manifest looks like this:

    {"source": "A: Hello, how can I help?\nC: My parcel is late.", "call-id": "c-1742"}

Lambda's own Python is enough: there is nothing to install.
"""

import re

SPEAKERS = {"A": "Agent", "C": "Customer"}
# Long numbers are cards, phones and orders: nothing that workers need to see.
LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}")


def handler(event, context):
    line = event["dataObject"]
    turns = [turn(text) for text in line["source"].splitlines() if text.strip()]
    return {
        "taskInput": {"callId": line.get("call-id", "unknown"), "turns": turns},
        # A boolean: AWS's own sample has another key, and a text.
        "isHumanAnnotationRequired": len(turns) > 0,
    }


def turn(text):
    speaker, separator, words = text.partition(":")
    if not separator or speaker.strip() not in SPEAKERS:
        speaker, words = "", text
    return {"speaker": SPEAKERS.get(speaker.strip(), ""), "words": LONG_NUMBER.sub("…", words.strip())}
