/**
 * The migrations of Django's own apps and what each depends on, the same in every release from 3.2 to 6.0.
 * https://github.com/django/django/tree/stable/5.2.x/django/contrib (the folders `migrations`)
 */
import type { MigrationId } from './migration-graph.ts';

/** A migration, or `swappable`:  the first migration of the app that AUTH_USER_MODEL names. */
export type ContribDependency = MigrationId;

export const contribMigrations: ReadonlyMap<MigrationId, readonly ContribDependency[]> = new Map<MigrationId, readonly ContribDependency[]>(
  [
    ['contenttypes.0001_initial', []],
    ['contenttypes.0002_remove_content_type_name', ['contenttypes.0001_initial']],
    ['auth.0001_initial', ['contenttypes.__first__']],
    ['auth.0002_alter_permission_name_max_length', ['auth.0001_initial']],
    ['auth.0003_alter_user_email_max_length', ['auth.0002_alter_permission_name_max_length']],
    ['auth.0004_alter_user_username_opts', ['auth.0003_alter_user_email_max_length']],
    ['auth.0005_alter_user_last_login_null', ['auth.0004_alter_user_username_opts']],
    ['auth.0006_require_contenttypes_0002', ['auth.0005_alter_user_last_login_null', 'contenttypes.0002_remove_content_type_name']],
    ['auth.0007_alter_validators_add_error_messages', ['auth.0006_require_contenttypes_0002']],
    ['auth.0008_alter_user_username_max_length', ['auth.0007_alter_validators_add_error_messages']],
    ['auth.0009_alter_user_last_name_max_length', ['auth.0008_alter_user_username_max_length']],
    ['auth.0010_alter_group_name_max_length', ['auth.0009_alter_user_last_name_max_length']],
    ['auth.0011_update_proxy_permissions', ['auth.0010_alter_group_name_max_length', 'contenttypes.0002_remove_content_type_name']],
    ['auth.0012_alter_user_first_name_max_length', ['auth.0011_update_proxy_permissions']],
    ['admin.0001_initial', ['swappable', 'contenttypes.__first__']],
    ['admin.0002_logentry_remove_auto_add', ['admin.0001_initial']],
    ['admin.0003_logentry_add_action_flag_choices', ['admin.0002_logentry_remove_auto_add']],
    ['sessions.0001_initial', []],
    ['sites.0001_initial', []],
    ['sites.0002_alter_domain_unique', ['sites.0001_initial']],
    ['flatpages.0001_initial', ['sites.0001_initial']],
    ['redirects.0001_initial', ['sites.0001_initial']],
    ['redirects.0002_alter_redirect_new_path_help_text', ['redirects.0001_initial']],
  ],
);

/** The app labels of Django's own apps that have migrations. */
export const contribLabels: ReadonlySet<string> = new Set([...contribMigrations.keys()].map((id) => id.slice(0, id.indexOf('.'))));
