#include "netlist.hpp"

#include <sstream>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>

namespace silipool::mutation {
namespace {

/// Of a line of text; fails where it has another form.
template <class... Parts>
bool read_parts(std::istringstream& line, Parts&... parts) {
  return static_cast<bool>((line >> ... >> parts));
}

bool read_line(Netlist& out, const std::string& text) {
  std::istringstream line(text);
  char kind = 0;
  line >> kind;
  Node node;
  Netlist::Register reg;
  Netlist::Pin pin;
  Netlist::Mutant mutant;
  std::string mode;
  Literal literal = 0;
  switch (kind) {
    case 'n':
      return true;
    case 'Z':
      break;
    case 'I':
      node.kind = Kind::input;
      break;
    case 'R':
      node.kind = Kind::held;
      break;
    case 'A':
    case 'X':
      node.kind = kind == 'A' ? Kind::conjunction : Kind::parity;
      if (!read_parts(line, node.a, node.b)) return false;
      break;
    case 'M':
      node.kind = Kind::choice;
      if (!read_parts(line, node.a, node.b, node.c)) return false;
      break;
    case 'S':
      node.kind = Kind::site;
      if (!read_parts(line, node.a)) return false;
      break;
    case 'r':
      if (!read_parts(line, literal, reg.next, reg.name)) return false;
      reg.held = literal >> 1U;
      out.registers.push_back(reg);
      return true;
    case 'i':
    case 'o':
      if (!read_parts(line, pin.name, pin.bit, pin.value)) return false;
      (kind == 'i' ? out.inputs : out.outputs).push_back(pin);
      return true;
    case 'm':
      if (!read_parts(line, mutant.number, literal, mode)) return false;
      mutant.site = literal >> 1U;
      mutant.fault = mode == "inv" ? Fault::inverted : mode == "const0" ? Fault::zero : Fault::one;
      out.mutants.push_back(mutant);
      return true;
    default:
      return false;
  }
  out.nodes.push_back(node);
  return true;
}

}  // namespace

Netlist read_netlist(const std::filesystem::path& path) {
  Netlist out;
  std::istringstream text(base::read_file(path));
  std::size_t number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    if (!read_line(out, line))
      base::bad_input("{}:{}: no part of a netlist: {}", path.string(), number, line);
  }
  return out;
}

}  // namespace silipool::mutation
