#include <systemc>

// libsystemc asks for this function because of the main() that it brings; programs with a main() of their
// own never get here. Alone in its file: a program that has an sc_main() of its own takes that one.
int sc_main(int, char**) { return 1; }
