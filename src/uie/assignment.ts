/** The rows and columns of a weight matrix matched one to one; `columns[row]` is -1 for a row left alone. */
export interface Assignment {
  readonly total: number;
  readonly columns: readonly number[];
}

/**
 * A one-to-one assignment of rows to columns with the largest sum of weights. Weights are not negative, so rows or
 * columns that are left over cost nothing. Hungarian method with potentials (shortest augmenting paths):
 * O(n^2 m) for n = min(rows, columns) and m = max(rows, columns).
 */
export function assignLargest(weights: readonly (readonly number[])[]): Assignment {
  const rows = weights.length;
  const columns = rows === 0 ? 0 : weights[0]!.length;
  if (rows > columns && columns > 0) {
    const turned = assignLargest(Array.from({ length: columns }, (_, c) => weights.map((row) => row[c]!)));
    const ofRow = new Array<number>(rows).fill(-1);
    for (const [column, row] of turned.columns.entries()) ofRow[row] = column;
    return { total: turned.total, columns: ofRow };
  }
  if (columns === 0) return { total: 0, columns: new Array<number>(rows).fill(-1) };
  const rowOf = augmentRows(weights, rows, columns);
  const ofRow = new Array<number>(rows).fill(-1);
  let total = 0;
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column]!;
    if (row === 0) continue;
    ofRow[row - 1] = column - 1;
    total += weights[row - 1]![column - 1]!;
  }
  return { total, columns: ofRow };
}

/** The row of every column, both counted from 1 with 0 for none. At least as many columns as rows. */
function augmentRows(
  weights: readonly (readonly number[])[],
  rows: number,
  columns: number,
): readonly number[] {
  const rowPotential = new Array<number>(rows + 1).fill(0);
  const columnPotential = new Array<number>(columns + 1).fill(0);
  const rowOf = new Array<number>(columns + 1).fill(0);
  const previous = new Array<number>(columns + 1).fill(0);
  for (let newRow = 1; newRow <= rows; newRow++) {
    rowOf[0] = newRow;
    const slack = new Array<number>(columns + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Array<boolean>(columns + 1).fill(false);
    let column = 0;
    while (rowOf[column] !== 0) {
      done[column] = true;
      const row = rowOf[column]!;
      let smallest = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let c = 1; c <= columns; c++) {
        if (done[c]) continue;
        const reduced = -weights[row - 1]![c - 1]! - rowPotential[row]! - columnPotential[c]!;
        if (reduced < slack[c]!) {
          slack[c] = reduced;
          previous[c] = column;
        }
        if (slack[c]! < smallest) {
          smallest = slack[c]!;
          next = c;
        }
      }
      for (let c = 0; c <= columns; c++) {
        if (done[c]) {
          rowPotential[rowOf[c]!]! += smallest;
          columnPotential[c]! -= smallest;
        } else {
          slack[c]! -= smallest;
        }
      }
      column = next;
    }
    while (column !== 0) {
      const before = previous[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  return rowOf;
}
