/**
 * Benchmarks: of the worker (default) or of the detector.
 * Usage: node test/bench/bench.ts [--json] [--records N]
 *        node test/bench/bench.ts detect [--json] [--texts FILE]…
 */
const [subject] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
await (subject === 'detect' ? import('./detect-bench.ts') : import('./worker-bench.ts'));
