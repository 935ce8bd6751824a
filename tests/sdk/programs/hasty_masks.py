"""Masks through the functions of Hasty's own SDK, written as a user of it would.

It reads masks (rows of 0 and 1) and labels (box and run lengths) from stdin. It prints the masks'
run lengths, the labels' rows, and which of the labels the SDK would send.
"""

import json
import sys

import numpy as np
from hasty.label_utils import check_rle_mask, rle_decode, rle_encoding

given = json.load(sys.stdin)
decoded, sent = [], []
for label in given["labels"]:
    left, top, right, bottom = label["bbox"]
    decoded.append(rle_decode(label["mask"], (right - left, bottom - top)).tolist())
    sent.append(bool(check_rle_mask(label["bbox"], label["mask"])))
encoded = [[int(number) for number in rle_encoding(np.array(mask))] for mask in given["masks"]]
json.dump({"encoded": encoded, "decoded": decoded, "sent": sent}, sys.stdout)
