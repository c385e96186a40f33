#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <fmt/ranges.h>

#include <silipool/base/error.hpp>
#include <silipool/base/file.hpp>
#include <silipool/base/shipped.hpp>
#include <silipool/memristor/device/card.hpp>

namespace silipool::memristor {
namespace {

std::filesystem::path cards_folder() {
  const char* const given = std::getenv("SILIPOOL_MEMRISTOR_CARDS");
  return given != nullptr && *given != '\0' ? given : base::shipped_root() / "model/memristor/cards";
}

}  // namespace

std::vector<std::string> known_cards() {
  const std::filesystem::path folder = cards_folder();
  std::error_code error;
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  if (error)
    base::bad_input("{}: cannot list the memristor cards: {} (SILIPOOL_MEMRISTOR_CARDS names another folder)",
                    folder.string(), error.message());
  std::sort(names.begin(), names.end());  // a folder has no order of its own
  return names;
}

Card load_card(const std::string& name) {
  const std::vector<std::string> known = known_cards();
  if (!std::binary_search(known.begin(), known.end(), name))
    base::bad_input("unknown memristor card '{}': {} has {}", name, cards_folder().string(),
                    known.empty() ? "no cards" : fmt::format("{}", fmt::join(known, ", ")));
  const std::filesystem::path path = cards_folder() / (name + ".toml");
  Card card = parse_card(base::read_file(path), path.string());
  if (card.name != name)
    base::bad_input("{}: the card is named '{}', it must be '{}' as the file", path.string(), card.name,
                    name);
  return card;
}

}  // namespace silipool::memristor
