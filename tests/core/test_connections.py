"""Connections in threads, forked processes and several event loops."""

import asyncio
import gc
import multiprocessing
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import anyio
import httpx
import pytest

from labelbridge.errors import ConfigurationError
from tests.support.example import CLIENTS, PROJECT, AsyncClient, Client
from tests.support.local_server import AUTHORITY, local_server
