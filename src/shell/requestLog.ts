import type { RequestLog } from '../iqm/connection';
import type { Log } from './log';

/** Writes requests to the log: method, path, status, time and size; never a header, a body or a query. */
export function requestLog(log: Log): RequestLog {
  return {
    request({ method, path, status, milliseconds, bytes, failure }) {
      const answer = failure ?? String(status ?? '');
      const size = bytes === undefined ? '' : ` ${bytes} B`;
      log.info(`${method} ${path} ${answer} ${Math.round(milliseconds)} ms${size}`);
    },
    drift(where) {
      log.warn(`IQM answered in an undocumented form: ${where}`);
    },
  };
}
