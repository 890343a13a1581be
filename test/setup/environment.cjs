/**
 * Node's environment, in which the test files of a worker share what takes seconds to read and no test changes: the
 * dictionaries of the segmenter, and the letters with their index. Everything else each file loads for itself.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');
const requireSource = require('./sources.cjs');

/** Makes it when it is first asked for. */
function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

/** `nodejieba`, which reads its dictionaries again only when the words of the domain are others. */
const openNodejieba = once(() => {
  const nodejieba = require('nodejieba');
  const { load } = nodejieba;
  let loaded;
  nodejieba.load = (dictionaries) => {
    const words = readFileSync(dictionaries.userDict, 'utf8');
    if (words !== loaded) load(dictionaries);
    loaded = words;
  };
  return nodejieba;
});

/** The client's reply and the ten made ones, each as a library, by its folder. */
const openLibraries = once(() => {
  try {
    openNodejieba();
  } catch {
    // Where it was not compiled the libraries do without it, as the bot does.
  }
  const { openLibrary } = requireSource(join(__dirname, '../../indexer/index/library.ts'));
  const knowledge = join(__dirname, '../../corpus');
  const seed = openLibrary({ corpus: knowledge, knowledge });
  const made = join(__dirname, '../replies');
  return new Map([
    [knowledge, seed],
    [made, openLibrary({ corpus: made, knowledge }, { known: seed })],
  ]);
});

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { openNodejieba, openLibraries });
  }
};
