import type { Log } from '../log.js';
import type { Metrics } from './metrics.js';

/**
 * Logs and counts an error that no caller handles.
 *
 * @param where the label it is counted under: `request`, `turn`, `engine`, `sweep` or `process`
 * @param id number shown to the user in place of the error, so that operators find it in the log; default none
 */
export type Failed = (error: Error, where: string, id?: string) => void;

export const createFailed =
  (log: Log, metrics: Metrics): Failed =>
  (error, where, id) => {
    log.error({ ...(id && { id }), where, err: error }, '出现未预料的错误');
    metrics.failed(where);
  };
