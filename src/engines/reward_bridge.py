"""Scores answers with the reward of the framework, which is a Node program: one process a worker, JSON lines in pipes.

Whatever goes wrong raises RewardBridgeError; it never becomes a reward.
"""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Optional


class RewardBridgeError(RuntimeError):
    """The rewards of a batch could not be had."""


class RewardBridge:
    """A reward program and the pipes to it; the program starts with the first batch.

    command: how the program is started, for example ["node", "/path/of/reward-server.mjs"]
    reward:  options of the reward that differ from its defaults
    seconds: how long a batch may take; may be set anew between batches
    """

    def __init__(self, command: Sequence[str], reward: Mapping[str, Any], seconds: float = 600.0) -> None:
        self._command = list(command)
        self._reward = dict(reward)
        self.seconds = seconds
        self._process: Optional[subprocess.Popen[bytes]] = None
        self._errors: Any = None
        self._batches = 0

    def __enter__(self) -> RewardBridge:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def score(self, rows: Sequence[Mapping[str, str]], outputs: Sequence[str]) -> list[dict[str, float]]:
        """The reward of each output against the row at its place: "overall", "malformed" (0 or 1) and components.

        Rows have the fields instruction, input and output. Answers to one row cost least when they stand together.
        """
        if len(rows) != len(outputs):
            raise RewardBridgeError(f"{len(outputs)} outputs cannot be scored against {len(rows)} rows.")
        self._batches += 1
        items = [{"row": dict(row), "output": output} for row, output in zip(rows, outputs)]
        request = {"id": self._batches, "reward": self._reward, "items": items}
        try:
            answer = self._exchange(json.dumps(request, allow_nan=False).encode("ascii") + b"\n")
            return self._check(answer, len(items))
        except RewardBridgeError:
            # What the program says next may belong to this batch, so it must not serve another one.
            self._kill()
            raise

    def close(self) -> None:
        """Ends the program by ending its input."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.stdin.close()
            process.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        process.stdout.close()
        self._errors.close()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._errors = tempfile.TemporaryFile()
            try:
                self._process = subprocess.Popen(
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
                )
            except OSError as error:
                raise RewardBridgeError(f"The reward program {self._command} does not start: {error}.") from error
        return self._process

    def _exchange(self, request: bytes) -> bytes:
        process = self._start()
        answer: list[bytes] = []

        def talk() -> None:
            try:
                process.stdin.write(request)
                process.stdin.flush()
                answer.append(process.stdout.readline())
            except (OSError, ValueError):
                # The program is gone, or was killed since time was up; the missing answer tells.
                answer.append(b"")

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        thread.join(self.seconds)
        if thread.is_alive():
            raise RewardBridgeError(
                f"The reward program did not answer batch {self._batches} within {self.seconds:g} s."
            )
        if not answer[0].endswith(b"\n"):
            raise RewardBridgeError(
                f"The reward program ended in batch {self._batches}{self._exit_status()}.{self._error_output()}"
            )
        return answer[0]

    def _check(self, answer: bytes, count: int) -> list[dict[str, float]]:
        try:
            reply = json.loads(answer)
        except ValueError as error:
            raise RewardBridgeError(f"The reward program answered with no JSON: {answer[:200]!r}.") from error
        if not isinstance(reply, dict) or reply.get("id") != self._batches:
            raise RewardBridgeError(f"The reward program answered another batch than {self._batches}: {answer[:200]!r}.")
        if "error" in reply:
            error = reply["error"]
            raise RewardBridgeError(f"The reward program refused the batch: {error['message']} [{error['code']}]")
        rewards = reply.get("rewards")
        if not isinstance(rewards, list) or len(rewards) != count:
            found = len(rewards) if isinstance(rewards, list) else "no"
            raise RewardBridgeError(f"The reward program gave {found} rewards for {count} answers.")
        return [_checked(reward, number) for number, reward in enumerate(rewards, 1)]

    def _exit_status(self) -> str:
        try:
            status = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return ""
        return f", killed by signal {-status}" if status < 0 else f" with status {status}"

    def _error_output(self) -> str:
        size = self._errors.seek(0, 2)
        self._errors.seek(max(0, size - 2000))
        text = self._errors.read().decode("utf-8", "replace").strip()
        return f" Its last words: {text}" if text else ""

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
        self.close()


def _checked(reward: Any, number: int) -> dict[str, float]:
    if not isinstance(reward, dict) or "overall" not in reward or "malformed" not in reward:
        raise RewardBridgeError(f"Reward {number} has no overall or no malformed: {reward!r}.")
    for name, value in reward.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise RewardBridgeError(f"Reward {number}: {name} is no finite number: {value!r}.")
    return {name: float(value) for name, value in reward.items()}
