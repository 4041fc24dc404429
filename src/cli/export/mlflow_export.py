"""Writes runs into a new MLflow database through MLflow's own client.

Usage: mlflow_export.py PLAN FOLDER PLACE

PLAN is JSON as src/cli/export/mlflow-plan.ts declares it. FOLDER gets `mlflow.db` and `artifacts/`; PLACE is where
the folder will lie when it is complete, which is what the database says of artifacts. Exit code 3 where a package is
missing, with its name on standard error.
"""

import json
import sys
from pathlib import Path

try:
    from mlflow import MlflowClient
    from mlflow.entities import Metric, Param, RunTag
    import alembic  # noqa: F401 - MLflow makes the tables of the database with it
    import sqlalchemy  # noqa: F401
except ImportError as error:
    print(error.name or error, file=sys.stderr)
    sys.exit(3)

BATCH = 100
METRICS_BATCH = 800


def pieces(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


def write_run(client, experiment, run, ids, folder):
    tags = dict(run["tags"])
    if run["parent"] is not None:
        tags["mlflow.parentRunId"] = ids[run["parent"]]
    info = client.create_run(experiment, start_time=run["started"], tags=tags, run_name=run["name"]).info
    for params in pieces(list(run["params"].items()), BATCH):
        client.log_batch(info.run_id, params=[Param(name, value) for name, value in params])
    for metrics in pieces(run["metrics"], METRICS_BATCH):
        points = [Metric(key, value, run["started"], step) for key, step, value in metrics]
        client.log_batch(info.run_id, metrics=points)
    for name, text in run["artifacts"].items():
        file = folder / "artifacts" / info.run_id / "artifacts" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    client.set_terminated(info.run_id, status="FINISHED", end_time=run["ended"])
    return info.run_id


def main(plan_file, folder, place):
    plan = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    folder = Path(folder)
    client = MlflowClient(tracking_uri=f"sqlite:///{folder / 'mlflow.db'}")
    artifacts = (Path(place) / "artifacts").as_uri()
    experiment = client.create_experiment(plan["experiment"], artifact_location=artifacts)
    ids = []
    for run in plan["runs"]:
        ids.append(write_run(client, experiment, run, ids, folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
