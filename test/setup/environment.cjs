/**
 * Node's environment with one segmenter for all test files of a worker: to load its dictionaries takes more than a
 * second, and they are the same for all. Everything else each file loads for itself.
 */
const { readFileSync } = require('node:fs');
const { TestEnvironment } = require('jest-environment-node');

/** Loads its dictionaries when they are asked for, and again only when the words of the domain are others. */
function openNodejieba() {
  const nodejieba = require('nodejieba');
  let loaded;
  return {
    ...nodejieba,
    load(dictionaries) {
      const words = readFileSync(dictionaries.userDict, 'utf8');
      if (words === loaded) return;
      nodejieba.load(dictionaries);
      loaded = words;
    },
  };
}

let shared;
const open = () => {
  shared ??= openNodejieba();
  return shared;
};

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.openNodejieba = open;
  }
};
