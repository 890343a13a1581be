import { timingSafeEqual } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import type { Metrics } from './metrics.js';

/** How much the bot has read. */
export interface Holdings {
  readonly replies: number;
  readonly passages: number;
  /** Name and release of the segmenter: `nodejieba 3.5.8`. */
  readonly segmenter: string;
  /** Fingerprint of the corpus: SHA-256, hex. */
  readonly corpus: string;
}

export interface HealthDependencies {
  readonly holdings: () => Holdings;
  /** Why no questions should be sent now: `paused`, `unwritable`, `stopping`; `undefined` when ready. */
  readonly unready: () => string | undefined;
  readonly metrics: Metrics;
  /** Bearer token that opens `/metrics`; without one the route does not exist. */
  readonly metricsToken?: string;
}

/** Mounts `/healthz` (alive, and what was read), `/readyz` (takes questions or not, and why) and `/metrics`. */
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
