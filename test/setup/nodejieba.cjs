/** Stands for `nodejieba` in tests: the one of the worker. Throws where it was not compiled, as the module itself does. */
module.exports = globalThis.openNodejieba();
