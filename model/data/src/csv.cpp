#include <algorithm>
#include <string>

#include <silipool/base/error.hpp>

#include "loaded.hpp"
#include "number.hpp"
#include "text_file.hpp"

namespace silipool::data {
namespace {

constexpr std::size_t most_fields = 65536;

void split(std::string_view line, std::vector<std::string_view>& fields) {
  fields.clear();
  while (true) {
    const std::size_t comma = line.find(',');
    fields.push_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    line.remove_prefix(comma + 1);
  }
}

/// A first line without any number in it.
bool is_header(const std::vector<std::string_view>& fields) {
  return std::ranges::none_of(fields, [](std::string_view field) {
    Number ignored;
    return parse_number(field, ignored).empty();
  });
}

/// The lines of a file with their fields, the header aside.
class Csv {
 public:
  explicit Csv(const std::filesystem::path& path) : file_(path) {}

  bool next() {
    if (!file_.next()) return false;
    split(file_.line(), fields_);
    const bool first = columns_ == 0;
    if (first) columns_ = fields_.size();
    if (fields_.size() != columns_)
      base::bad_input("{}: has {} fields, the first line has {}", file_.place(), fields_.size(), columns_);
    if (columns_ > most_fields)
      base::bad_input("{}: has {} fields: at most {} are legal", file_.place(), columns_, most_fields);
    return !first || !is_header(fields_) || next();
  }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] const std::string& name() const { return file_.name(); }
  [[nodiscard]] std::string place() const { return file_.place(); }

  [[nodiscard]] Number number(std::size_t column) const {
    Number value;
    if (const std::string problem = parse_number(fields_[column], value); !problem.empty())
      wrong(column, problem);
    return value;
  }
  [[nodiscard]] std::uint8_t label(std::size_t column) const {
    std::uint8_t label = 0;
    if (const std::string problem = parse_label(number(column), label); !problem.empty())
      wrong(column, problem);
    return label;
  }
  [[noreturn]] void wrong(std::size_t column, const std::string& problem) const {
    base::bad_input("{}: field {}, {}, {}", file_.place(), column + 1, shown(fields_[column]), problem);
  }

 private:
  TextFile file_;
  std::vector<std::string_view> fields_;
  std::size_t columns_ = 0;
};

}  // namespace

Loaded load_csv(const std::filesystem::path& path, Labels labels, const LoadOptions& options) {
  const Scale scale(options.format);
  Csv csv(path);
  Loaded loaded;
  while (csv.next()) {
    const bool within = labels == Labels::within;
    if (within && csv.columns() < 2)
      base::bad_input("{}: has 1 field: a label and at least one value are needed", csv.place());
    const std::size_t none = csv.columns();
    const std::size_t label = !within                                                     ? none
                              : options.format.label_column == config::LabelColumn::first ? 0
                                                                                          : none - 1;
    if (within) loaded.labels.push_back(csv.label(label));
    for (std::size_t column = 0; column < csv.columns(); ++column) {
      if (column == label) continue;
      std::uint8_t level = 0;
      if (const std::string problem = scale.grey(csv.number(column), level); !problem.empty())
        csv.wrong(column, problem);
      loaded.values.push_back(level);
    }
    loaded.height = 1;
    loaded.width = csv.columns() - (within ? 1 : 0);
  }
  if (loaded.values.empty()) base::bad_input("{}: has no samples", csv.name());
  return loaded;
}

std::vector<std::uint8_t> load_csv_labels(const std::filesystem::path& path) {
  Csv csv(path);
  std::vector<std::uint8_t> labels;
  while (csv.next()) {
    if (csv.columns() != 1)
      base::bad_input("{}: has {} fields: one label a line is expected", csv.place(), csv.columns());
    labels.push_back(csv.label(0));
  }
  if (labels.empty()) base::bad_input("{}: has no labels", csv.name());
  return labels;
}

bool is_csv_labels(const std::filesystem::path& path) {
  Csv csv(path);
  return csv.next() && csv.columns() == 1;
}

}  // namespace silipool::data
