"""Which machines of the Internet a link may lead to when it is tried: public ones. Pure."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Machine = IPv4Address | IPv6Address
# Addresses of IPv6 that carry one of IPv4, to which a gateway would go (RFC 6052, RFC 8215).
_GATEWAYS = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))


def is_public(address: str) -> bool:
    """Whether an address, as a resolver gives it, is that of a machine which anybody can reach."""
    return all(map(_is_public, _carried(_machine(address))))


def is_loopback(address: str) -> bool:
    """Whether it is this very machine: all that tests may reach."""
    return all(machine.is_loopback for machine in _carried(_machine(address)))


def _machine(address: str) -> Machine:
    return ip_address(address.partition("%")[0])  # fe80::1%eth0


def _carried(machine: Machine) -> Iterator[Machine]:
    """The address, or where it leads that lies inside it."""
    if not isinstance(machine, IPv6Address) or machine.is_loopback:
        yield machine
        return
    inside = [machine.ipv4_mapped, machine.sixtofour, *(machine.teredo or ())]
    inside += [IPv4Address(int(machine) & 0xFFFFFFFF) for network in _GATEWAYS if machine in network]
    found = [each for each in inside if each is not None]
    # one that is mapped is nothing but what it carries; the others are addresses of their own as well
    yield from found if machine.ipv4_mapped else [machine, *found]


def _is_public(machine: Machine) -> bool:
    closed = machine.is_multicast or machine.is_reserved or machine.is_unspecified or machine.is_link_local
    site_local = isinstance(machine, IPv6Address) and machine.is_site_local
    return machine.is_global and not (closed or site_local)
