"""A large made-up world, for benches and for looking at a full forum."""
