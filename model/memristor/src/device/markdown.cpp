#include <bit>

#include <fmt/format.h>

#include <silipool/memristor/device/card.hpp>
#include <silipool/memristor/device/law.hpp>

#include "keys.hpp"

namespace silipool::memristor {
namespace {

std::string pulse_text(const Card& card, Direction direction) {
  const char* const table = direction == Direction::set ? "set" : "reset";
  if (card.model == Model::programmed) return "-";
  return fmt::format("{:g} V, {:g} s", card.number(fmt::format("{}.voltage", table)),
                     card.number(fmt::format("{}.width", table)));
}

/// The optional tables that the card has.
std::string tables_text(const Card& card) {
  std::string text;
  for (const char* table : {"device_variation", "cycle_variation", "switching", "programming", "faults",
                            "noise", "drift", "endurance"})
    if (card.has_table(table)) text += fmt::format("{}`{}`", text.empty() ? "" : " ", table);
  return text.empty() ? "-" : text;
}

std::string models_text(detail::Models models) {
  if (models == detail::kEvery) return "all";
  const auto names = detail::model_names();
  const auto listed = [&](detail::Models of) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
      if ((of >> i & 1U) != 0) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", names[i]);
    return text;
  };
  const detail::Models missing = detail::kEvery & ~models;
  return std::popcount(missing) < std::popcount(models) ? "all but " + listed(missing) : listed(models);
}

std::string_view need_text(detail::Need need) {
  switch (need) {
    case detail::Need::always:
      return "yes";
    case detail::Need::with_table:
      return "with its table";
    case detail::Need::optional:
      break;
  }
  return "no";
}

}  // namespace

std::string cards_markdown() {
  std::string out =
      "| card | model | g_min .. g_max | set pulse | reset pulse | effects that it has numbers for | what it "
      "is |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const std::string& name : known_cards()) {
    const Card card = load_card(name);
    const auto law = make_law(card);
    out +=
        fmt::format("| `{}` | `{}` | {:.3g} .. {:.3g} S | {} | {} | {} | {} |\n", name,
                    model_name(card.model), law->g_min_s(), law->g_max_s(), pulse_text(card, Direction::set),
                    pulse_text(card, Direction::reset), tables_text(card), card.description);
  }
  return out;
}

std::string card_keys_markdown() {
  std::string out = "| number | unit | legal | models | required | meaning |\n|---|---|---|---|---|---|\n";
  for (const detail::Key& key : detail::keys())
    out += fmt::format("| `{}` | {} | {:g} .. {:g} | {} | {} | {} |\n", key.full(), key.unit, key.minimum,
                       key.maximum, models_text(key.models), need_text(key.need), key.meaning);
  out += "\n| text | legal, the first where it is absent | meaning |\n|---|---|---|\n";
  for (const detail::TextKey& key : detail::text_keys()) {
    std::string choices;
    for (const std::string_view choice : key.choices)
      choices += fmt::format("{}`{}`", choices.empty() ? "" : ", ", choice);
    out += fmt::format("| `{}` | {} | {} |\n", key.full(), choices, key.meaning);
  }
  return out;
}

}  // namespace silipool::memristor
