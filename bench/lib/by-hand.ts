import type { ListHost } from "./list-host";

/**
 * What somebody would write by hand for one list domain with VERP by Exim: the HOWTO's routers and transports, as
 * little changed as a current Exim allows, and one rule for recipients.
 */
export function byHand(host: ListHost, acceptQueuePerConnection: number): string {
	const { user, group, spoolDirectory, logDirectory, pidFile, interfaces, port } = host.runtime;
	const home = host.layout.com;
	return `primary_hostname = ${host.config.target.hostname}
exim_user = ${user}
exim_group = ${group}
deliver_drop_privilege = true
admin_groups = ${group}
spool_directory = ${spoolDirectory}
log_file_path = ${logDirectory}/%slog
pid_file_path = ${pidFile}
local_interfaces = <; ${interfaces.join(" ; ")}
daemon_smtp_ports = ${port}
tls_advertise_hosts = :
keep_environment =
smtp_accept_queue_per_connection = ${acceptQueuePerConnection}
domainlist mm_domains = lists.example.com
acl_smtp_rcpt = acl_check_rcpt

begin acl
acl_check_rcpt:
  accept hosts = 127.0.0.1
  accept domains = +mm_domains
         endpass
         verify = recipient
  deny

begin routers
mailman_router:
  driver = accept
  domains = +mm_domains
  local_parts = dsearch,filter=subdir;${home}/lists
  require_files = ${home}/lists/$local_part_data/config.pck
  local_part_suffix_optional
  local_part_suffix = -admin : -bounces : -bounces+* : -confirm : -confirm+* : -join : -leave : -owner : -request : -subscribe : -unsubscribe
  transport = mailman_transport
mailman_verp_router:
  driver = manualroute
  condition = \${if or{{eq{$sender_host_address}{127.0.0.1}}{eq{$sender_host_address}{::1}}}{yes}{no}}
  domains = ! +mm_domains
  route_list = * 127.0.0.1::${host.sinkPort} byname
  self = send
  senders = *-bounces@*
  transport = mailman_verp_smtp

begin transports
mailman_transport:
  driver = pipe
  command = ${home}/mail/mailman post $local_part_data
  current_directory = ${home}
  home_directory = ${home}
  user = ${user}
  group = ${group}
mailman_verp_smtp:
  driver = smtp
  return_path = \${local_part:$return_path}+$local_part=$domain@\${domain:$return_path}
  max_rcpt = 1
  headers_remove = Errors-To
  headers_add = Errors-To: $return_path

begin retry
* * F,2h,15m; G,16h,1h,1.5; F,4d,6h
`;
}
