/** Prints what loading the model and the word lists takes in a fresh process, as JSON. */
import { statSync } from 'node:fs';
import { createDetector } from '../../src/core/detect/detector.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';

const MEGABYTE = 1e6;
const before = process.memoryUsage().rss;
const began = performance.now();
const detector = createDetector({ knowledge: readKnowledge() });
detector.find('oi, sou a Jucilene', []);
const milliseconds = Math.round(performance.now() - began);
const rssAddedMb = Math.round((process.memoryUsage().rss - before) / MEGABYTE);
const bytes = ['names.bin', 'words.bin'].map((name) => statSync(new URL(`../../models/${name}`, import.meta.url)).size);
const packageMb = Number((bytes.reduce((sum, size) => sum + size, 0) / MEGABYTE).toFixed(2));
console.log(JSON.stringify({ milliseconds, rssAddedMb, packageMb }));
