import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { classGroups: { "font-size": ["text-mono"] } } });

/** Joins class names; of two that say the same thing the later one counts. */
export const classNames = (...values: ClassValue[]): string => merge(clsx(values));
