"""Encodes and decodes masks with the vendor's SDK.

Reads masks (rows of 0 and 1) and labels (box and run lengths) from stdin. Prints the run lengths of
the masks, the rows of the labels, and which labels the SDK accepts.
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
