/** A point of a series: seconds, and what was measured then. */
export type Point = readonly [seconds: number, value: number];

/** How fast a series grows; both in its unit by 10 minutes. */
export interface Slope {
  readonly per10Minutes: number;
  /** Half of the interval that holds the true slope in 95 of 100 cases, were the deviations independent. */
  readonly plusMinus: number;
}

const TEN_MINUTES = 600;
const NORMAL_95 = 1.96;

/** The line of least squares through a series; no slope can be told from fewer than three points. */
export function slopeOf(points: readonly Point[]): Slope | null {
  const count = points.length;
  if (count < 3) return null;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) return null;
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const residue = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const error = Math.sqrt(residue / (count - 2) / spread);
  return { per10Minutes: slope * TEN_MINUTES, plusMinus: NORMAL_95 * error * TEN_MINUTES };
}

/** The lowest point of each window: what is used right after a collection, without the garbage of the moment. */
export function lowestOf(points: readonly Point[], windowSeconds: number): Point[] {
  const windows = Map.groupBy(points, ([seconds]) => Math.floor(seconds / windowSeconds));
  return [...windows.values()].map((window) => window.reduce((low, point) => (point[1] < low[1] ? point : low)));
}
