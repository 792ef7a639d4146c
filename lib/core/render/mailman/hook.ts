import { pyString } from "./escape";

/** Ends the one line that Listkeeper adds to an installation's own `mm_cfg.py`, and finds it again. */
export const MM_CFG_MARK = "# listkeeper";

/**
 * The line that makes an installation's own `mm_cfg.py` read the released one.
 * `exec(…)` is a statement in Python 2 and a call in Python 3, where `execfile` no longer exists (facts, section 5).
 * In: the released file's absolute path, through the `current` link.
 */
export const mmCfgLine = (path: string): string => `exec(open(${pyString(path)}).read())  ${MM_CFG_MARK}`;
