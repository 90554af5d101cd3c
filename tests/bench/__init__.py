"""What pages cost: CPU per request beside a bare view's under the same server, statements, bytes. Run: `make bench`."""
