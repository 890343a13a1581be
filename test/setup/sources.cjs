/** Loads the project's own TypeScript outside the test files' realms, always as it stands on the disk. */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');

const jsc = { parser: { syntax: 'typescript' }, target: 'es2023' };

const compile = (module, file) =>
  module._compile(
    transformSync(readFileSync(file, 'utf8'), { filename: file, jsc, module: { type: 'commonjs' } }).code,
    file,
  );

/** @param file a `.ts` file; what it imports as `./x.js` is read from `x.ts` */
module.exports = (file) => {
  const { _resolveFilename: resolve } = Module;
  Module._extensions['.ts'] = compile;
  Module._resolveFilename = (request, parent, ...more) =>
    resolve(
      parent?.filename?.endsWith('.ts') && /^\.{1,2}\//.test(request) ? request.replace(/\.js$/, '.ts') : request,
      parent,
      ...more,
    );
  try {
    return require(file);
  } finally {
    Module._resolveFilename = resolve;
    delete Module._extensions['.ts'];
  }
};
