// The Python grammar that jest.native.cjs loaded in the outer realm.
module.exports = globalThis.__native__.python;
