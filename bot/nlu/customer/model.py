"""The trained classifier: a table of weights, read once, applied with numpy alone."""

import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Model:
    """Multinomial logistic regression over weighted, length-normalised counts of features."""

    labels: tuple[str, ...]
    index: dict[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    """One row a feature, one column a label."""
    bias: NDArray[np.float32]

    def probabilities(self, features: list[str]) -> dict[str, float]:
        """How likely each label is, most likely first."""
        counts = Counter(self.index[f] for f in features if f in self.index)
        rows = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = np.array([1 + math.log(n) for n in counts.values()], dtype=np.float32) * self.idf[rows]
        norm = float(np.linalg.norm(values)) or 1.0
        scores = (values / norm) @ self.weights[rows] + self.bias
        odds = np.exp(scores - scores.max())
        shares = odds / odds.sum()
        return {self.labels[i]: float(shares[i]) for i in np.argsort(-shares)}

    def save(self, path: Path) -> None:
        """Write the table; a half-written file is never seen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{id(self)}.tmp.npz")
        names = json.dumps({"labels": self.labels, "features": sorted(self.index, key=self.index.__getitem__)})
        np.savez(
            draft,
            names=np.frombuffer(names.encode(), np.uint8),
            idf=self.idf,
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Model":
        """Read what `save` wrote. Raises OSError or ValueError where there is none."""
        with np.load(path, allow_pickle=False) as table:
            names = json.loads(table["names"].tobytes())
            index = {name: i for i, name in enumerate(names["features"])}
            return cls(tuple(names["labels"]), index, table["idf"], table["weights"].astype(np.float32), table["bias"])
