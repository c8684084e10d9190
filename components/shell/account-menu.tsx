"use client";

import Link from "next/link";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { THEMES, isTheme, type Theme } from "@/components/i18n/locales";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { Menu, MenuItem, MenuRadioGroup, MenuSeparator } from "@/components/ui/menu";

export function AccountMenu({
  name,
  theme,
  onTheme,
  onShortcuts,
}: {
  name: string;
  theme: Theme;
  onTheme: (theme: Theme) => void;
  onShortcuts: () => void;
}) {
  const t = useTranslations("shell");
  return (
    <Menu
      trigger={
        <Button variant="secondary" size="small" className="max-w-44 rounded-full font-normal">
          <span className="truncate">
            <span className="sr-only">{t("account.menu")} </span>
            {name}
          </span>
          <Icon name="chevronDown" className="size-3 shrink-0 text-muted" />
        </Button>
      }
    >
      <MenuItem asChild>
        <Link href="/account">{t("account.settings")}</Link>
      </MenuItem>
      <MenuItem onSelect={onShortcuts}>{t("account.shortcuts")}</MenuItem>
      <MenuSeparator />
      <MenuRadioGroup
        label={t("theme.label")}
        value={theme}
        onValueChange={(value) => {
          if (isTheme(value)) onTheme(value);
        }}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>{t("account.signOut")}</MenuItem>
    </Menu>
  );
}
