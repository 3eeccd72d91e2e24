import { valueAt } from "./configuration.js";
import { createLiveUpdates } from "./live-updates.js";
import { LETTERS, networksOf } from "./networks.js";

/** @import { RunCommand, State } from "./types.js" */
/** @import { Configuration } from "./wire.js" */

/**
 * The live values of every network; where there are several, each update names its run.
 * @param {{ get(): State }} store
 * @param {(command: RunCommand) => void} send
 */
export function createLives(store, send) {
  const each = LETTERS.map((_, network) =>
    createLiveUpdates((command) => {
      const { networks } = store.get();
      send(networks.length ? { ...command, run: networks[network]?.run?.id } : command);
    }),
  );
  return {
    each,
    resend() {
      for (const updates of each) updates.resend();
    },
    forget() {
      for (const updates of each) updates.forget();
    },
    /**
     * Live values chosen while the runs were being made are not in them, even if the runs before have echoed them.
     * @param {(Configuration | null)[]} asked what each network was asked to be
     */
    keepLater(asked) {
      const { catalog } = store.get();
      for (const [network, { configuration }] of networksOf(store.get()).entries()) {
        const before = asked[network];
        if (!before || !configuration) continue;
        for (const { path, live } of catalog?.fields ?? []) {
          const value = valueAt(configuration, path);
          if (live && value !== valueAt(before, path)) each[network].keep(path, value);
        }
      }
    },
  };
}
