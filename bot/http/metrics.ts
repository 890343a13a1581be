import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { TurnSeen } from '../../dialogs/turn/replyBot.js';

/** Counters and gauges of the process, served in the text format of Prometheus. */
export interface Metrics {
  /** Counts a turn by channel and outcome, and observes its duration. */
  turn(seen: TurnSeen): void;
  /** Counts a request or socket that was turned away. `reason`: `requests`, `origin`, `socket token`, … */
  refused(reason: string): void;
  /** Counts a write to disk that failed. */
  unwritten(): void;
  /** Counts an unexpected error. `where`: `request`, `turn`, `engine`, `sweep` or `process`. */
  failed(where: string): void;
  /**
   * Registers a figure that is read each time the metrics are.
   *
   * @param name in snake case without the prefix `dafutong_`: `unsent_bytes`
   * @throws Error if the name is registered already
   */
  gauge(name: string, help: string, read: () => number): void;
  /** All metrics as text. */
  text(): Promise<string>;
  /** Content type of `text()`. */
  readonly contentType: string;
}

/** Upper bounds in seconds; a question about one letter takes about 0.005, about a thousand letters 0.05. */
const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/** Metrics that hold the counters of every bot and the resident memory; other gauges are added by their owners. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `dafutong_${name}`, help, labelNames, registers });
  const turns = counter('turns_total', 'Turns by channel and outcome.', ['channel', 'outcome']);
  const seconds = new Histogram({
    name: 'dafutong_turn_seconds',
    help: 'Time from taking up a question to its answer.',
    buckets: BUCKETS,
    registers,
  });
  const refusals = counter('refused_total', 'Requests and sockets turned away, by reason.', ['reason']);
  const writes = counter('write_failures_total', 'Writes to disk that failed.');
  const failures = counter('failures_total', 'Errors caught at the edge, by where.', ['where']);
  const gauge: Metrics['gauge'] = (name, help, read) => {
    new Gauge({
      name: `dafutong_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  gauge('resident_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  return {
    turn({ channel, outcome, seconds: took }) {
      turns.inc({ channel, outcome });
      seconds.observe(took);
    },
    refused: (reason) => refusals.inc({ reason }),
    unwritten: () => writes.inc(),
    failed: (where) => failures.inc({ where }),
    gauge,
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
