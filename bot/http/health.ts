import { timingSafeEqual } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import type { Metrics } from './metrics.js';

/** How much the bot has read. */
export interface Holdings {
  readonly replies: number;
  readonly passages: number;
  readonly segmenter: string;
  /** SHA-256 of the corpus. */
  readonly corpus: string;
}

export interface HealthDependencies {
  /** What `/healthz` reports: how much the bot has read. */
  readonly holdings: () => Holdings;
  /** Why the bot should not be sent questions now; `undefined` when it should. */
  readonly unready: () => string | undefined;
  readonly metrics: Metrics;
  /** Whoever brings it may read the metrics; without one nobody may. */
  readonly metricsToken?: string;
}

/** For those who run it: whether it lives, whether it is to be asked, what it counts. */
export function mountHealth(server: Server, { holdings, unready, metrics, metricsToken }: HealthDependencies): void {
  server.get(
    '/healthz',
    async (_request: Request, response: Response) => void response.send(200, { status: 'ok', ...holdings() }),
  );
  server.get('/readyz', async (_request: Request, response: Response) => {
    const reason = unready();
    response.send(reason ? 503 : 200, reason ? { status: 'unready', reason } : { status: 'ready' });
  });
  if (!metricsToken) return;
  const wanted = Buffer.from(`Bearer ${metricsToken}`);
  server.get('/metrics', async (request: Request, response: Response) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
      return void response.send(401, { error: { code: 'Unauthorized', message: 'A token is required.' } });
    response.sendRaw(200, await metrics.text(), { 'Content-Type': metrics.contentType });
  });
}
