// As much of Verilator's XML as says what the ports of the top are.
#include "elaborated.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include <silipool/base/error.hpp>

namespace silipool::verilated {
namespace {

struct Tag {
  std::string_view name, attributes;
  bool closes = false;  ///< </name>
  bool empty = false;   ///< <name/>
};

/// The tags of an XML text in their order. Verilator escapes < and > in attributes.
void for_each_tag(std::string_view xml, const std::function<void(const Tag&)>& see) {
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string_view::npos) return;
    std::string_view inside = xml.substr(at + 1, end - at - 1);
    at = end;
    if (inside.empty() || inside[0] == '?' || inside[0] == '!') continue;
    Tag tag;
    tag.closes = inside[0] == '/';
    if (tag.closes) inside.remove_prefix(1);
    tag.empty = inside.ends_with('/');
    if (tag.empty) inside.remove_suffix(1);
    const std::size_t space = inside.find(' ');
    tag.name = inside.substr(0, space);
    if (space != std::string_view::npos) tag.attributes = inside.substr(space);
    see(tag);
  }
}

std::string attribute(const Tag& tag, std::string_view name) {
  const std::string key = fmt::format(" {}=\"", name);
  const std::size_t at = tag.attributes.find(key);
  if (at == std::string_view::npos) return "";
  const std::size_t begin = at + key.size();
  return std::string(tag.attributes.substr(begin, tag.attributes.find('"', begin) - begin));
}

/// "32'sh3", its quote escaped, as a range's bound.
std::int64_t bound(const std::string& constant) {
  const std::size_t h = constant.rfind('h');
  return h == std::string::npos
             ? 0
             : static_cast<std::int32_t>(std::strtoul(constant.c_str() + h + 1, nullptr, 16));
}

struct Type {
  std::string kind;
  std::string name;
  std::string left, right, sub;
  std::vector<std::int64_t> range;
  std::vector<std::string> members;
};
using Types = std::map<std::string, Type>;

/// Bits of a packed type; nothing where it is not one.
std::optional<std::size_t> width_of(const Types& types, const std::string& id) {
  const auto found = types.find(id);
  if (found == types.end()) return std::nullopt;
  const Type& type = found->second;
  if (type.kind == "basicdtype") {
    if (type.name == "real" || type.name == "string" || type.name == "event" || type.name == "chandle")
      return std::nullopt;
    if (type.left.empty()) return 1;
    return static_cast<std::size_t>(std::abs(std::atol(type.left.c_str()) - std::atol(type.right.c_str())) +
                                    1);
  }
  if (type.kind == "refdtype" || type.kind == "enumdtype") return width_of(types, type.sub);
  if (type.kind == "packarraydtype" && type.range.size() == 2) {
    const auto of = width_of(types, type.sub);
    if (!of) return std::nullopt;
    return *of * static_cast<std::size_t>(std::abs(type.range[0] - type.range[1]) + 1);
  }
  if (type.kind == "structdtype") {
    std::size_t sum = 0;
    for (const std::string& member : type.members) {
      const auto of = width_of(types, member);
      if (!of) return std::nullopt;
      sum += *of;
    }
    return sum;
  }
  return std::nullopt;
}

Types read_types(std::string_view xml) {
  Types types;
  bool inside = false;
  Type* open = nullptr;  // the type whose range or members follow
  for_each_tag(xml, [&](const Tag& tag) {
    if (tag.name == "typetable") inside = !tag.closes;
    if (!inside || tag.closes) return;
    if (tag.name == "memberdtype" && open != nullptr) open->members.push_back(attribute(tag, "sub_dtype_id"));
    if (tag.name == "const" && open != nullptr && open->kind == "packarraydtype" && open->range.size() < 2)
      open->range.push_back(bound(attribute(tag, "name")));
    if (!tag.name.ends_with("dtype") || tag.name == "memberdtype") return;
    Type& type = types[attribute(tag, "id")];
    type = {std::string(tag.name),
            attribute(tag, "name"),
            attribute(tag, "left"),
            attribute(tag, "right"),
            attribute(tag, "sub_dtype_id"),
            {},
            {}};
    if (!tag.empty) open = &type;
  });
  return types;
}

}  // namespace

ForeignTop read_elaborated(std::string_view xml) {
  const Types types = read_types(xml);
  ForeignTop top;
  bool inside = false;
  for_each_tag(xml, [&](const Tag& tag) {
    if (tag.name == "module") inside = !tag.closes && attribute(tag, "topModule") == "1";
    if (!inside || tag.name != "var" || tag.closes) return;
    const std::string name = attribute(tag, "origName");
    if (attribute(tag, "param") == "true") top.parameters.push_back(name);
    if (attribute(tag, "pinIndex").empty()) return;
    const std::string direction = attribute(tag, "dir");
    if (direction != "input" && direction != "output")
      base::bad_input("port {} is {}: every port must be an input or an output", name,
                      direction.empty() ? "an interface" : direction);
    const auto width = width_of(types, attribute(tag, "dtype_id"));
    if (!width)
      base::bad_input(
          "port {} is not a vector of bits: every port must be packed (write a wrapper around the design)",
          name);
    top.ports.push_back({name, direction == "input", *width});
  });
  return top;
}

std::vector<std::string> modules_of(std::string_view xml) {
  std::set<std::string> names;
  for_each_tag(xml, [&](const Tag& tag) {
    if (tag.name == "module" && !tag.closes) names.insert(attribute(tag, "origName"));
  });
  return {names.begin(), names.end()};
}

}  // namespace silipool::verilated
