"""Prints all relations of an export as JSON: {relation: {"types": {column: type}, "rows": [{column: value}]}}.

Usage: read_relations.py duckdb FILE | polars FOLDER | pyarrow FOLDER | polars-arrow FOLDER
"""

import json
import sys
from pathlib import Path


def from_duckdb(file):
    import duckdb

    connection = duckdb.connect(file, read_only=True)
    names = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    relations = {}
    for name in names:
        cursor = connection.execute(f'FROM "{name}"')
        types = {column[0]: str(column[1]) for column in cursor.description}
        relations[name] = (types, [dict(zip(types, row)) for row in cursor.fetchall()])
    return relations


def from_polars(folder, end, read):
    relations = {}
    for file in sorted(Path(folder).glob(f"*.{end}")):
        frame = read(file)
        relations[file.stem] = ({name: str(kind) for name, kind in frame.schema.items()}, frame.to_dicts())
    return relations


def from_pyarrow(folder):
    import pyarrow.ipc

    relations = {}
    for file in sorted(Path(folder).glob("*.arrow")):
        table = pyarrow.ipc.open_file(file).read_all()
        relations[file.stem] = ({field.name: str(field.type) for field in table.schema}, table.to_pylist())
    return relations


def main(reader, path):
    if reader == "duckdb":
        relations = from_duckdb(path)
    elif reader == "pyarrow":
        relations = from_pyarrow(path)
    else:
        import polars

        is_arrow = reader == "polars-arrow"
        read = polars.read_ipc if is_arrow else polars.read_parquet
        relations = from_polars(path, "arrow" if is_arrow else "parquet", read)
    print(json.dumps({name: {"types": types, "rows": rows} for name, (types, rows) in relations.items()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
