# The C driver of the block, rtl/driver, as a compiler of C99 sees it.
if(NOT TARGET silipool_driver)
  enable_language(C)
  add_library(silipool_driver STATIC ${PROJECT_SOURCE_DIR}/rtl/driver/silipool.c)
  target_include_directories(silipool_driver PUBLIC ${PROJECT_SOURCE_DIR}/rtl/driver)
  target_compile_options(silipool_driver PRIVATE -std=c99 -pedantic -Wall -Wextra -Wconversion -Werror)
endif()
