"""Prints all runs of an exported MLflow folder as JSON, read through MLflow's client. Usage: read_mlflow.py FOLDER"""

import json
import sys
from pathlib import Path

from mlflow import MlflowClient


def main(folder):
    client = MlflowClient(tracking_uri=f"sqlite:///{Path(folder) / 'mlflow.db'}")
    runs = []
    for experiment in client.search_experiments(filter_string="name != 'Default'"):
        for run in client.search_runs([experiment.experiment_id]):
            keys = run.data.metrics
            history = {key: client.get_metric_history(run.info.run_id, key) for key in keys}
            runs.append(
                {
                    "experiment": experiment.name,
                    "id": run.info.run_id,
                    "name": run.info.run_name,
                    "status": run.info.status,
                    "started": run.info.start_time,
                    "ended": run.info.end_time,
                    "params": run.data.params,
                    "tags": run.data.tags,
                    "metrics": {
                        key: sorted([point.step, point.value] for point in points)
                        for key, points in history.items()
                    },
                    "artifacts": {
                        file.path: Path(client.download_artifacts(run.info.run_id, file.path)).read_text()
                        for file in client.list_artifacts(run.info.run_id)
                    },
                }
            )
    print(json.dumps(runs))


if __name__ == "__main__":
    main(*sys.argv[1:])
