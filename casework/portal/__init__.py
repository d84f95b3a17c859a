"""Pages for the public: home, tracking."""
