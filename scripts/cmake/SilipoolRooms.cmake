# One place for how a room is compiled.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

add_library(silipool_options INTERFACE)
# -ffp-contract=off: the readout is IEEE double arithmetic in a fixed order; a fused multiply-add
# in one compiler and not in the other would change its bytes.
target_compile_options(silipool_options INTERFACE -Wall -Wextra -Wconversion -Wshadow
                                                  -ffp-contract=off)
if(SILIPOOL_WERROR)
  target_compile_options(silipool_options INTERFACE -Werror)
endif()
if(SILIPOOL_SANITIZE OR SILIPOOL_WITH_FUZZ)
  # g++ 12 takes std::function and std::regex for uninitialised when it instruments them.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(silipool_options INTERFACE -Wno-maybe-uninitialized)
  endif()
  target_compile_options(silipool_options INTERFACE -fsanitize=address,undefined
                                                    -fno-sanitize-recover=all)
  target_link_options(silipool_options INTERFACE -fsanitize=address,undefined)
endif()

if(SILIPOOL_WITH_FUZZ)
  target_compile_options(silipool_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# silipool_add_room(NAME SOURCES... [PUBLIC ...] [PRIVATE ...])
# A room is a static library silipool::NAME with its public headers in include/.
function(silipool_add_room NAME)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(silipool_${NAME} STATIC ${ROOM_SOURCES})
  add_library(silipool::${NAME} ALIAS silipool_${NAME})
  set_target_properties(silipool_${NAME} PROPERTIES EXPORT_NAME ${NAME})
  target_compile_features(silipool_${NAME} PUBLIC cxx_std_20)
  target_include_directories(silipool_${NAME} PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>
                                                     $<INSTALL_INTERFACE:include>)
  target_link_libraries(silipool_${NAME} PUBLIC ${ROOM_PUBLIC}
                                         PRIVATE $<BUILD_INTERFACE:silipool_options> ${ROOM_PRIVATE})
endfunction()
