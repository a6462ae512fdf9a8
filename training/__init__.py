"""Training the reader: from question records to a small int8 model that finds answers in passages.

Nothing here is needed to run the assistant; PyTorch comes with the extra ``training``.
"""
