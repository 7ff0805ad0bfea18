/**
 * Stands around a method of one terminal, or of all: `change` gets the method as it was, and its arguments.
 *   around(input, "bell", function twice(bell, ...args) { bell(...args); bell(...args); });
 */
export function around(object, name, change) {
  object[name] = changed(object[name], change);
}

const originals = new WeakMap();

/** The same for what all terminals share: done again it takes the place of what was done before. */
export function aroundShared(prototype, name, change) {
  const kept = originals.get(prototype) ?? {};
  originals.set(prototype, kept);
  kept[name] ??= prototype[name];
  prototype[name] = changed(kept[name], change);
}

function changed(method, change) {
  return function changedMethod(...args) {
    return change.call(this, method.bind(this), ...args);
  };
}
