import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of wheels in place of a package index, and a lock for the one package in it. */
export interface SmallIndex {
  readonly folder: string;
  readonly lock: string;
  /** Variables that make pip look nowhere else. */
  readonly env: Readonly<Record<string, string>>;
}

/** Builds a wheel of one pure package. */
const BUILD = `
import sys, zipfile
path, name, version = sys.argv[1:4]
info = f"{name}-{version}.dist-info"
files = {
    f"{name}.py": "ANSWER = 42\\n",
    f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n",
    f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
record = "".join(f"{file},,\\n" for file in files) + f"{info}/RECORD,,\\n"
with zipfile.ZipFile(path, "w") as wheel:
    for file, text in {**files, f"{info}/RECORD": record}.items():
        wheel.writestr(file, text)
`;

export function smallIndex(folder: string, python: string, version = '1.2'): SmallIndex {
  const wheels = join(folder, 'wheels');
  mkdirSync(wheels, { recursive: true });
  const wheel = join(wheels, `pocket_almanac-${version}-py3-none-any.whl`);
  execFileSync(python, ['-c', BUILD, wheel, 'pocket_almanac', version]);
  const digest = createHash('sha256').update(readFileSync(wheel)).digest('hex');
  const lock = join(folder, 'small.txt');
  writeFileSync(lock, `pocket-almanac==${version} \\\n    --hash=sha256:${digest}\n`);
  return {
    folder: wheels,
    lock,
    env: { PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels, PIP_CONFIG_FILE: '/dev/null' },
  };
}
