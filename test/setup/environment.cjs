/**
 * Node's environment with one segmenter for all test files of a worker: to load its dictionaries takes more than a
 * second, and they are the same for all. Everything else each file loads for itself.
 */
const { TestEnvironment } = require('jest-environment-node');

/** Loads its dictionaries when they are asked for, and again only when others are. */
function openNodejieba() {
  const nodejieba = require('nodejieba');
  let userDict;
  return {
    ...nodejieba,
    load(dictionaries) {
      if (dictionaries.userDict === userDict) return;
      nodejieba.load(dictionaries);
      userDict = dictionaries.userDict;
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
