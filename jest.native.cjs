// Jest evaluates a module anew for each test file, and tree-sitter's JavaScript patches shared prototypes when it is evaluated:
// a second evaluation breaks it. So this one file is both the test environment (in the outer realm, where it loads the native
// parser once and hangs it on the sandbox's global) and, through moduleNameMapper, what `import … from 'tree-sitter'` finds inside.
if (typeof globalThis.__native__ === 'object') {
  module.exports = globalThis.__native__.parser;
} else {
  const { TestEnvironment } = require('jest-environment-node');
  const native = { parser: require('tree-sitter'), python: require('tree-sitter-python') };
  module.exports = class NativeEnvironment extends TestEnvironment {
    async setup() {
      await super.setup();
      this.global.__native__ = native;
    }
  };
}
