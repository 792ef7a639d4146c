"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { chooseThemeAction } from "@/lib/session/actions";
import { THEMES, type Theme } from "@/lib/session/theme";

const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Goes through system, light, dark. Shown at once, kept in a cookie; without JavaScript shown by the next page. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
	const [shown, setShown] = useState(theme);
	const next = THEMES[(THEMES.indexOf(shown) + 1) % THEMES.length] ?? "system";
	const Icon = ICONS[shown];
	return (
		<form
			action={chooseThemeAction}
			onSubmit={() => {
				setShown(next);
				if (next === "system") delete document.documentElement.dataset.theme;
				else document.documentElement.dataset.theme = next;
			}}
		>
			<button
				type="submit"
				name="theme"
				value={next}
				title={`Theme: ${shown}`}
				aria-label={`Theme: ${shown}. Change to ${next}`}
				className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text"
			>
				<Icon aria-hidden="true" className="size-4" />
			</button>
		</form>
	);
}
