import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { TurnSeen } from '../../dialogs/turn/replyBot.js';

/** What is counted, in the text format of Prometheus. */
export interface Metrics {
  turn(seen: TurnSeen): void;
  /** A request or socket that was turned away, and why. */
  refused(reason: string): void;
  /** Something that could not be written. */
  unwritten(): void;
  /** Something that threw where nobody expected it: `request`, `turn`, `engine`, `process`. */
  failed(where: string): void;
  text(): Promise<string>;
  readonly contentType: string;
}

/** Figures that are read when they are asked for. */
export interface Gauges {
  readonly sockets: () => number;
  readonly conversations: () => number;
  readonly replies: () => number;
  readonly generation: () => number;
  readonly unsent: () => number;
  /** 1 while nothing expires because the clock is not believed. */
  readonly held: () => number;
}

/** Seconds; a question in one letter takes about 0.005, one in a thousand letters 0.05. */
const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const turns = new Counter({
    name: 'dafutong_turns_total',
    help: 'Turns by channel and outcome.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'dafutong_turn_seconds',
    help: 'Time from taking up a question to its answer.',
    buckets: BUCKETS,
    registers,
  });
  const refusals = new Counter({
    name: 'dafutong_refused_total',
    help: 'Requests and sockets turned away, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const writes = new Counter({
    name: 'dafutong_write_failures_total',
    help: 'Writes to disk that failed.',
    registers,
  });
  const failures = new Counter({
    name: 'dafutong_failures_total',
    help: 'Errors caught at the edge, by where.',
    labelNames: ['where'],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('dafutong_sockets', 'Open sockets.', gauges.sockets);
  gauge('dafutong_conversations', 'Conversations in memory.', gauges.conversations);
  gauge('dafutong_replies', 'Letters in use.', gauges.replies);
  gauge('dafutong_index_generation', 'How many times the index was taken anew.', gauges.generation);
  gauge('dafutong_unsent_bytes', 'Bytes sent that peers have not read yet.', gauges.unsent);
  gauge('dafutong_expiry_held', '1 while nothing expires because the clock leapt.', gauges.held);
  gauge('dafutong_resident_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  return {
    turn({ channel, outcome, seconds: took }) {
      turns.inc({ channel, outcome });
      seconds.observe(took);
    },
    refused: (reason) => refusals.inc({ reason }),
    unwritten: () => writes.inc(),
    failed: (where) => failures.inc({ where }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
