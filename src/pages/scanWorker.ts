/* A thread that reads files, so that the extension host does not. A bundle of its own. */
import { parentPort } from 'node:worker_threads';
import { runTask, type ScanTask } from './scanTask';

parentPort?.on('message', (task: ScanTask) => parentPort?.postMessage(runTask(task)));
