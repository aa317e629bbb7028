/*
 * Stands in for what takes a stack trace for every token and every construct, in CDKTF and in constructs. No test reads
 * these traces, and under jest, which maps each line back to TypeScript, they are a sixth of all the time.
 */
exports.captureStackTrace = () => [];
