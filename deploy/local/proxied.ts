import type { BrokerState, StackState } from './stack-state.ts';

/** A node of a proxied stack: clients of one of its listeners are sent to a proxy, which a test opens. */
export type ProxiedBroker = BrokerState & { readonly proxiedPort: number; readonly proxyPort: number };

/** Nodes that are killed again and again: a start that costs little is worth more than the last bit of speed. */
export const PROXIED_MEMORY = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** True for a node of a proxied stack. */
export function isProxied(broker: BrokerState): broker is ProxiedBroker {
  return broker.proxyPort !== undefined;
}

/**
 * Lines of server.properties: a listener that names the proxy as its address, no SASL for clients, leaders that move
 * only when a test moves them, and ACLs that can deny something to whoever connects. Before the nodes have read the
 * ACLs they obey super users only, so that the controllers need a name among themselves.
 */
export function proxiedProperties(state: StackState, broker: ProxiedBroker): string {
  const { username, password } = state.saslUser;
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${username}" password="${password}" user_${username}="${password}";`;
  const direct = `PLAINTEXT://127.0.0.1:${broker.port}`;
  return `listeners=${direct},PROXIED://127.0.0.1:${broker.proxiedPort},CONTROLLER://127.0.0.1:${broker.controllerPort}
advertised.listeners=${direct},PROXIED://127.0.0.1:${broker.proxyPort}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
sasl.mechanism.controller.protocol=PLAIN
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config=${plain}
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=true
super.users=User:${username}
auto.leader.rebalance.enable=false
unclean.leader.election.enable=false
`;
}
