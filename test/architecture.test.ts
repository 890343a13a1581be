import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const HOME = join(__dirname, '..');

/**
 * The rooms in the order the data walks through them; a room may use itself and those before it. A file that stands
 * beside the rooms is one of its own.
 */
const ROOMS = [
  'indexer/errors.ts',
  'indexer/memoise.ts',
  'indexer/text',
  'indexer/parse',
  // After parse/: the lines of a page are joined to paragraphs by their marks, and a corpus is of parsed letters.
  'indexer/read',
  'indexer/language',
  'indexer/passages',
  'indexer/index',
  'dialogs/understand',
  'dialogs/retrieve',
  'dialogs/decide',
  'dialogs/answer',
  'dialogs/converse',
  'dialogs/render',
  'dialogs/turn',
  'bot/log.ts',
  'bot/storage',
  'bot/http',
  'bot/configuration.ts',
  'bot/web',
  'bot/engine',
  'bot/turnQueue.ts',
  'bot/directLine',
  'bot/teams',
  'bot/staff.ts',
  'bot/bot.ts',
  'bot/server.ts',
  'bot/main.ts',
  'bot/cli',
] as const;

const filesIn = (folder: string): string[] =>
  readdirSync(join(HOME, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesIn(join(folder, entry.name))
      : entry.name.endsWith('.ts')
        ? [join(folder, entry.name)]
        : [],
  );
const textOf = (file: string) => readFileSync(join(HOME, file), 'utf8');
const importsOf = (file: string) =>
  [...textOf(file).matchAll(/(?:from|require\(|import\()\s*'([^']+)'/g)].map(([, path]) => path!);
const files = ['indexer', 'dialogs', 'bot'].flatMap(filesIn);
/** The files of the project that a file imports. */
const neighboursOf = (file: string): string[] =>
  importsOf(file)
    .filter((path) => path.startsWith('.') && path.endsWith('.js'))
    .map((path) => relative(HOME, join(HOME, dirname(file), path)).replace(/\.js$/, '.ts'));
const roomOf = (file: string): number => ROOMS.findIndex((room) => file === room || file.startsWith(`${room}/`));

describe('the data flows one way', () => {
  it('every file stands in a room', () => {
    expect(files.filter((file) => roomOf(file) < 0)).toEqual([]);
  });

  it.each(files)('%s looks into no room after its own', (file) => {
    expect(neighboursOf(file).filter((other) => roomOf(other) > roomOf(file) || roomOf(other) < 0)).toEqual([]);
  });

  it('no file leads back to itself', () => {
    const circles: string[] = [];
    const seen = new Set<string>();
    const walk = (file: string, path: readonly string[]) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (seen.has(file)) return;
      seen.add(file);
      for (const other of neighboursOf(file)) walk(other, [...path, file]);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  it.each(['indexer', 'dialogs'])(
    'every room of %s says in the head of one file what comes in and what goes out',
    (house) => {
      const rooms = readdirSync(join(HOME, house), { withFileTypes: true }).filter((entry) => entry.isDirectory());
      const heads = rooms.map(({ name }) =>
        filesIn(join(house, name)).filter((file) => /^\/\/ \w+ing: .* in, .* out/.test(textOf(file))),
      );
      expect(heads.map((found) => found.length)).toEqual(heads.map(() => 1));
    },
  );

  it('no two exported names mean different things', () => {
    const owners = new Map<string, string[]>();
    for (const file of files)
      for (const [, name] of textOf(file).matchAll(
        /^export (?:abstract )?(?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm,
      ))
        owners.set(name!, [...(owners.get(name!) ?? []), file]);
    expect([...owners].filter(([, all]) => all.length > 1)).toEqual([]);
  });

  it('what was typed is read in understand/ and nowhere after it', () => {
    const readers = filesIn('dialogs').filter(
      (file) =>
        !/^dialogs\/understand\//.test(file) &&
        /\bquestion\.(?:folded|asked|typed)\b|\b(?:test|exec)\(typed\)/.test(textOf(file)),
    );
    expect(readers).toEqual([]);
    const question = textOf('dialogs/understand/question.ts');
    expect(question).not.toMatch(/readonly (?:typed|folded|asked|focus|text): string/);
  });

  it('Bot Framework and restify are known in bot/ and where the dialogs meet the turn', () => {
    const know = files.filter((file) =>
      importsOf(file).some((path) => /^(botbuilder|botframework|restify)/.test(path)),
    );
    expect(know.filter((file) => !/^(bot|dialogs\/turn)\//.test(file))).toEqual([]);
  });

  it.each([
    ['minisearch', ['indexer/index/searchIndex.ts']],
    ['nodejieba', ['indexer/language/segment.ts']],
    // Its dictionary serves by itself: how common a word is.
    ['@node-rs/jieba', ['indexer/language/segment.ts', 'indexer/language/wordFrequency.ts']],
  ])('%s stands behind one door', (library, doors) => {
    expect(files.filter((file) => importsOf(file).some((path) => path.startsWith(library)))).toEqual(doors);
  });

  it('the corpus holds no code', () => {
    expect(filesIn('corpus')).toEqual([]);
  });

  it('the environment is read where the bot starts and nowhere else', () => {
    const readers = files.filter((file) => /process\.env/.test(textOf(file)));
    expect(readers).toEqual(['bot/configuration.ts']);
  });

  it('what the bot says in Chinese stands in one file', () => {
    const speaks = filesIn('dialogs').filter((file) =>
      /(['"`])[^'"`\n]*[，。！？][^'"`\n]*\1/.test(
        textOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*|\/(?:[^/\n\\]|\\.)+\//g, ''),
      ),
    );
    expect(speaks.filter((file) => file !== 'dialogs/render/wording.ts')).toEqual([]);
  });
});
