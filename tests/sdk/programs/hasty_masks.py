"""Masks through the vendor's own functions, written as a user of its SDK would.

It reads from stdin which masks to encode (rows of 0 and 1) and which run lengths to decode (each
with its width and height), and prints the one's run lengths and the other's rows.
"""

import json
import sys

import numpy as np
from hasty.label_utils import rle_decode, rle_encoding

given = json.load(sys.stdin)
encoded = [[int(n) for n in rle_encoding(np.array(mask))] for mask in given["encode"]]
decoded = [
    rle_decode(each["mask"], (each["width"], each["height"])).tolist() for each in given["decode"]
]
json.dump({"encoded": encoded, "decoded": decoded}, sys.stdout)
