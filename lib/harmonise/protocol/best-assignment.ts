/**
 * Which worker takes which place, each place at most once, so that the sum of costs is least: the Hungarian method with
 * potentials (Kuhn 1955; Munkres 1957), O(n²·m). `cost[worker][place]`; there are at least as many places as workers.
 * Ties go by position.
 * @returns the place of each worker
 */
export function bestAssignment(cost: readonly (readonly number[])[]): number[] {
  const workers = cost.length;
  const places = cost[0]?.length ?? 0;
  // Row 0 and column 0 are the method's own.
  const rowPotential = new Array<number>(workers + 1).fill(0);
  const columnPotential = new Array<number>(places + 1).fill(0);
  const taker = new Array<number>(places + 1).fill(0);
  for (let worker = 1; worker <= workers; worker++) {
    const from = new Array<number>(places + 1).fill(0);
    const least = new Array<number>(places + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Array<boolean>(places + 1).fill(false);
    taker[0] = worker;
    let column = 0;
    do {
      done[column] = true;
      const row = taker[column] ?? 0;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let place = 1; place <= places; place++) {
        if (done[place]) continue;
        const reduced =
          (cost[row - 1]?.[place - 1] ?? 0) - (rowPotential[row] ?? 0) - (columnPotential[place] ?? 0);
        if (reduced < (least[place] ?? 0)) {
          least[place] = reduced;
          from[place] = column;
        }
        if ((least[place] ?? 0) < step) {
          step = least[place] ?? 0;
          next = place;
        }
      }
      for (let place = 0; place <= places; place++) {
        if (done[place]) {
          const held = taker[place] ?? 0;
          rowPotential[held] = (rowPotential[held] ?? 0) + step;
          columnPotential[place] = (columnPotential[place] ?? 0) - step;
        } else least[place] = (least[place] ?? 0) - step;
      }
      column = next;
    } while ((taker[column] ?? 0) !== 0);
    while (column !== 0) {
      const before = from[column] ?? 0;
      taker[column] = taker[before] ?? 0;
      column = before;
    }
  }
  const result = new Array<number>(workers).fill(0);
  taker.forEach((worker, place) => {
    if (place > 0 && worker > 0) result[worker - 1] = place - 1;
  });
  return result;
}
